"""What operators do with contacts."""
