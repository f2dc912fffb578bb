"""The way from each older vault to this one."""
