//! What happens to records on disk: damage that is seen, and content that comes back as it was.

mod calls;
mod damage;
mod drafts;
mod folding;
mod merging;
mod names;
mod reading;
mod reports;
mod unfit;
