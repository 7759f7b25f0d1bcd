"""Files written whole or not at all, temporary ones, and the errors of opening one."""
