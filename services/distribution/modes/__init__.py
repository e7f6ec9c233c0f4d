"""How a source decides among those who may take a contact: by lot, or in turn."""
