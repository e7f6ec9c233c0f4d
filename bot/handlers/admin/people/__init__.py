"""What admins decide about who a client is, and whether to hear one."""
