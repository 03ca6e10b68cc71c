// Run before Thread (deno run --preload): a Thread from before there was a switch.
import { switchKind } from "../../domain/workflows/nodes/switch.ts";

switchKind.kind = "not known yet";
