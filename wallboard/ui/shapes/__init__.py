"""One file a shape: a layout function from a view's body and a rectangle to items of a scene."""
