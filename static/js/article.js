// Reading an article; the page is whole without it.

import { Margin } from "./margin.js";
import { offerMarking } from "./marking.js";
import { stepThrough } from "./matches.js";

const text = document.getElementById("text");
const list = document.querySelector(".notes");
const bar = document.querySelector(".match-bar");

if (bar) stepThrough(bar, text);
if (list) new Margin(list, text);
if (text.dataset.markUrl) offerMarking(text);
