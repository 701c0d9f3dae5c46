//! News of cases: what a letter says of an event.

use entity::{EventKind, Locale, case, event};
use serde_json::{Value, json};

use crate::{domain::calendar, locale, mail::CaseEvent};

/// The facts of [`crate::mail::Template::CaseChanged`], and of one item of a digest.
#[must_use]
pub fn facts(public_url: &str, locale: Locale, event: &event::Model, case: &case::Model) -> Value {
    let said = locale::text(locale, &format!("event.{}", event.kind.as_str()), &event.facts);
    let lines: Vec<String> = std::iter::once(said).chain(end_of_ballot(locale, event)).collect();
    json!({
        "case_number": case.number,
        "case_title": case.title,
        "event": wording(event).as_str(),
        "lines": lines,
        "url": format!("{public_url}/cases/{}", case.number),
    })
}

/// Until when one can vote or answer, in a letter that asks to.
fn end_of_ballot(locale: Locale, event: &event::Model) -> Option<String> {
    let key = match event.kind {
        EventKind::BallotOpened | EventKind::ResolutionOpened => "notice.ballot_ends",
        EventKind::OfferMade => "notice.offer_ends",
        _ => return None,
    };
    let closes_at = event.facts["closes_at"].as_str()?;
    let at = calendar::beijing_time(closes_at.parse().ok()?).format("%Y-%m-%d %H:%M");
    Some(locale::text(locale, key, &json!({ "at": at.to_string() })))
}

/// Which words of the letters fit an event.
fn wording(event: &event::Model) -> CaseEvent {
    match event.kind {
        EventKind::CasePublished => CaseEvent::Published,
        EventKind::CaseClosed => CaseEvent::CaseClosed,
        EventKind::CaseReopened => CaseEvent::CaseReopened,
        EventKind::CaseHidden => CaseEvent::CaseHidden,
        EventKind::BallotOpened => CaseEvent::BallotOpened,
        EventKind::ResolutionOpened => CaseEvent::ResolutionOpened,
        EventKind::BallotClosed | EventKind::ResolutionClosed => CaseEvent::BallotClosed,
        EventKind::FilingSent => CaseEvent::ComplaintFiled,
        EventKind::FilingAnswered => answer(event.facts["status_code"].as_str().unwrap_or_default()),
        EventKind::OfferMade => CaseEvent::FilingOffered,
        // Whoever accepted is told what to look out for, and whoever did not that nothing changed for them.
        EventKind::OfferClosed if event.facts["agreed"] == true => CaseEvent::FilingAgreed,
        EventKind::DeadlineDue => CaseEvent::DeadlineDue,
        EventKind::DeadlineOverdue => CaseEvent::DeadlineOverdue,
        EventKind::MergeAgreed => CaseEvent::MergeAgreed,
        EventKind::SplitAgreed => CaseEvent::SplitAgreed,
        EventKind::TransferCancelled => CaseEvent::TransferCancelled,
        EventKind::CaseMerged => CaseEvent::CaseMerged,
        EventKind::CaseSplit => CaseEvent::CaseSplit,
        EventKind::CaseContinued => CaseEvent::CaseContinued,
        _ => CaseEvent::News,
    }
}

/// Which words fit the status that a channel gave a filing.
fn answer(status: &str) -> CaseEvent {
    match status {
        "accepted" | "in_process" => CaseEvent::FilingAccepted,
        "screened_out" => CaseEvent::FilingRefused,
        "replied" => CaseEvent::FilingReplied,
        "offered" => CaseEvent::FilingOffered,
        "agreed" => CaseEvent::FilingAgreed,
        "ended_no_deal" => CaseEvent::FilingEnded,
        // Taken back by ourselves, or a word of a later release: the line says which.
        _ => CaseEvent::News,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use entity::{CaseId, EventId, FilingStatus, Id};

    use super::*;

    #[test]
    fn each_answer_has_its_words() {
        let said: Vec<_> = FilingStatus::ALL
            .iter()
            .map(|status| (status.as_str(), answer(status.as_str()).as_str()))
            .collect();
        assert_eq!(
            said,
            [
                ("prepared", "news"),
                ("submitted", "news"),
                ("screened_out", "filing-refused"),
                ("accepted", "filing-accepted"),
                ("in_process", "filing-accepted"),
                ("replied", "filing-replied"),
                ("offered", "filing-offered"),
                ("agreed", "filing-agreed"),
                ("ended_no_deal", "filing-ended"),
                ("withdrawn", "news"),
            ]
        );
    }

    #[test]
    fn a_letter_about_a_ballot_says_until_when() {
        let ballot = |kind| event::Model {
            id: EventId::from_suffix("01"),
            case_id: CaseId::from_suffix("01"),
            kind,
            actor: None,
            facts: json!({ "closes_at": "2026-11-25T02:00:00+00:00" }),
            members: 0,
            claimed_fen: 0,
            evidence: 0,
            citations: 0,
            counted: true,
            happened_at: DateTime::UNIX_EPOCH,
        };
        let said = end_of_ballot(Locale::ZhCn, &ballot(EventKind::BallotOpened));
        assert_eq!(said.as_deref(), Some("表决于北京时间 2026-11-25 10:00 截止。"));
        assert_eq!(end_of_ballot(Locale::En, &ballot(EventKind::CaseClosed)), None);
    }
}
