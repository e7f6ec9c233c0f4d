"""Cards of contacts: who may do something by one."""
