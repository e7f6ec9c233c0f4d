"""Lists, records, figures and exports of what has happened; nothing here changes anything."""
