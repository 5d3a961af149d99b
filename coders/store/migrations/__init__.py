"""How a store made by an older Eventbook becomes one of today: one module a step, in `versions`."""
