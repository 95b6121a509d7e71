/**
 * How a fault is brought about that does not come about itself. `handed`: what it strikes is handed what it would be
 * handed then, and afterwards what it should be. `stand-in`: a server of the test stands for one outside, which the local
 * stack goes without.
 */
export type Simulation = "handed" | "stand-in";
