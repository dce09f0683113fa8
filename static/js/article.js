// Reading an article; the page is whole without it.

import { placeNotes } from "./margin.js";
import { stepThrough } from "./matches.js";

const text = document.getElementById("text");
const list = document.querySelector(".notes");
const bar = document.querySelector(".match-bar");

if (bar) stepThrough(bar, text);
if (list) placeNotes(list, text);
if (text.dataset.markUrl) import("./marking.js").then(({ offerMarking }) => offerMarking(text)); // curators alone
