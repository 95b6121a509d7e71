/** URN of the gate `backup` to the engine, whatever the instance is called. */
export const BACKUP_GATE = "**-release-backup";

/** How a backup is made once more that the gate holds already. */
export const BACKUP_ANEW = `\`pulumi up --replace '${BACKUP_GATE}'\``;
