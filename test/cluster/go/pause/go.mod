module taskflow.example/test/cluster/pause

go 1.26
