//! The program `vankien-lab` as others use it.

mod evaluate;
mod fingerprint;
mod yardstick;
