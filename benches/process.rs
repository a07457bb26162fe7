//! How the program feels: time to the first frame, from a key to its frame, what it costs while
//! nobody types, how much longer a durable answer takes than the bare write of its bytes.
//!
//! Prints a table with each figure and its target. It asserts nothing: machines differ.

#[cfg(target_os = "linux")]
mod linux;

fn main() {
    #[cfg(target_os = "linux")]
    linux::main();
    #[cfg(not(target_os = "linux"))]
    println!("These figures are taken from /proc, which only Linux has.");
}
