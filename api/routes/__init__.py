"""The endpoints: a module for each word of the original CRM."""
