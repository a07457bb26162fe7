//! What happens to records on disk: damage that is seen, and content that comes back as it was.

mod damage;
mod folding;
mod merging;
mod reading;
