"""The rules, one module for each principle or for a part of one. Each module lists its own as `RULES`."""
