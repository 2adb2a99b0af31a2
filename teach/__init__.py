"""Labels raw articles with models too heavy to ship, for the small ones to learn from.

`names` and `tags` are the teachers and their commands. What they share: `encoder`, the model;
`corpora`, the gold and the cutting of raw texts; `batches`, what the model reads at once;
`training`; `labels`, the labelling and its files; `command`, the command line.
"""
