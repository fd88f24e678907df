"""What can be done to a project, by what it is done to: articles, claims, evidence, origins.

`ledger` holds the records and makes every edit one change; each of the other modules adds the verbs for one
kind of record. `annotations.project.Project` is all of them together.
"""
