// React 19, with the whole archive in the page.
import { start } from "./shared/react";

void start(true);
