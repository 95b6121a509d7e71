module taskflow.example/test/cluster/trial

go 1.26
