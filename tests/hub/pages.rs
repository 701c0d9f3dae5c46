//! The built-in pages as a browser without scripts sees them: forms posted by plain HTTP.

mod browser;
mod documents;
mod every;
mod forms;
pub mod hostile;
mod session;
mod upload;
pub mod world;
