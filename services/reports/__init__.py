"""What has happened, to be read: lists, records, figures and exports; nothing here changes anything."""
