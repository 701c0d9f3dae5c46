//! Journeys through the pages in a real browser, and what every page must be: within its width, and open to everybody.
//! Where no browser is installed they are skipped, and say so.

mod driver;
mod journey;
mod look;
