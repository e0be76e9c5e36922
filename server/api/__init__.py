"""The door for people and programs: one module a resource. Parse by type, call one rule, answer."""
