/** How a backup is made once more that the gate `backup` holds already, whatever the instance is called. */
export const BACKUP_ANEW = "`pulumi up --replace '**-release-backup'`";
