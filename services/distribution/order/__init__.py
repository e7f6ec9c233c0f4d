"""In which order what waits is handed out, and who helps only after a while."""
