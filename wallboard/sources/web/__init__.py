"""One origin's HTTP for one source: bounds, sign-in, budgets and faults. `door` has the `Web` that sources ask."""
