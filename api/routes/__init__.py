"""The endpoints, a module for each resource of the original CRM."""
