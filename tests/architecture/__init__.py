"""The structure of the source: rules, the rules over the tree, and examples on which each rule bites."""
