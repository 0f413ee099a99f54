// React 19, the first fifty at a time.
import { start } from "./shared/react";

void start(false);
