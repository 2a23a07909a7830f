// The home page: two rows from the shelf between pictures and text that are already in the HTML.
import "../shop.js";
import * as analytics from "../analytics.js";
import { fillGrid } from "../cards.js";
import { findProduct, withTag } from "../catalogue.js";

const loved = withTag("bestseller").slice(0, 4);
const table = ["BWL-01", "CND-01", "THR-01", "TEA-02"].map(findProduct);

fillGrid(document.querySelector("#most-loved-list"), loved);
fillGrid(document.querySelector("#evening-table-list"), table);
analytics.viewedList("most-loved", "Most loved", loved);
analytics.viewedList("evening-table", "For the evening table", table);
