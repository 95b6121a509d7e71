module taskflow.example/test/cluster/cert-manager

go 1.26.0
