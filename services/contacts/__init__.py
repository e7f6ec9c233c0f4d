"""The life of a contact: how it opens, what is said in it, who may move it, and until when it is put off."""
