// asDrawn has a chart's legend in the order of its bars, which is also that of the table's columns, and not by name.
export const asDrawn = { itemSorter: () => 0 };
