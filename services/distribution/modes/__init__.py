"""How a source decides among those who may take a contact: by lot, in turn, or by who is first."""
