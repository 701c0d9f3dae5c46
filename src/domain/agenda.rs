//! Deadlines as an iCalendar feed (RFC 5545) that calendar programs subscribe to. Whole days in Beijing; numbers of cases
//! and names of channels, and nothing of any person.

use chrono::{DateTime, NaiveDate, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

/// A deadline as a calendar shows it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id, which stays the same when the day moves.
    pub id: String,
    /// The last day.
    pub due_on: NaiveDate,
    /// What is due where, in one line.
    pub summary: String,
    /// What it rests on and what can be done.
    pub description: String,
    /// Where to read on.
    pub url: String,
    /// When it was last changed.
    pub changed_at: DateTime<Utc>,
    /// Whether the day may still move.
    pub is_provisional: bool,
}

/// The feed of some deadlines, under a name.
#[must_use]
pub fn feed(name: &str, host: &str, entries: &[Entry]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    for entry in entries {
        let status = if entry.is_provisional { EventStatus::Tentative } else { EventStatus::Confirmed };
        let event = Event::new()
            .uid(&format!("{}@{host}", entry.id))
            .all_day(entry.due_on)
            .timestamp(entry.changed_at)
            .summary(&entry.summary)
            .description(&entry.description)
            .url(&entry.url)
            .status(status)
            .done();
        calendar.push(event);
    }
    calendar.done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_a_whole_day_that_keeps_its_id() {
        let entry = Entry {
            id: "deadline_01".into(),
            due_on: NaiveDate::from_ymd_opt(2026, 12, 1).unwrap(),
            summary: "QS-2026-000123, 12315; 受理\n决定".into(),
            description: "crm-15".into(),
            url: "https://hub.example.org/cases/QS-2026-000123".into(),
            changed_at: "2026-11-22T02:00:00Z".parse().unwrap(),
            is_provisional: true,
        };
        let text = feed("齐声", "hub.example.org", &[entry]);
        for line in [
            "BEGIN:VCALENDAR",
            "UID:deadline_01@hub.example.org",
            "DTSTART;VALUE=DATE:20261201",
            "DTSTAMP:20261122T020000Z",
            "STATUS:TENTATIVE",
            r"SUMMARY:QS-2026-000123\, 12315\; 受理\n决定",
            "END:VCALENDAR",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
        assert!(text.lines().all(|line| line.len() <= 75), "lines are folded");
        assert!(text.ends_with("\r\n"));
    }
}
