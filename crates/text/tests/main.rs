//! The letter stages as others use them, in one binary: it is linked once.

mod damage;
mod letters;
