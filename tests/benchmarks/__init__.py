"""What a turn costs, beside other ways to build one."""
