//! The built-in pages as a browser without scripts sees them: forms posted by plain HTTP.

mod browser;
mod documents;
mod forms;
mod session;
