//! A letter of each kind, for tests.

use entity::Locale;
use serde_json::{Value, json};

use super::letter::{CaseEvent, Envelope, Template};

/// Where a reader of the sample letters ends them.
pub(super) const STOP: &str = "https://hub.example.org/stop/tok_1";

/// Facts for a template, exactly those it may use.
pub(super) fn sample(template: Template) -> Value {
    let event = |event: CaseEvent| {
        json!({
            "case_number": "QS-2026-000123",
            "case_title": "点卡充值不到账",
            "event": event.as_str(),
            "lines": ["表决截止：2026年12月1日 20:00"],
            "url": "https://hub.example.org/c/QS-2026-000123",
        })
    };
    match template {
        Template::VerifyEmail | Template::EmailChangedConfirm => {
            json!({ "url": "https://hub.example.org/v/abc", "valid_hours": 48 })
        }
        Template::AlreadyRegistered => json!({
            "sign_in_url": "https://hub.example.org/sign-in", "reset_url": "https://hub.example.org/reset",
        }),
        Template::ResetPassword => json!({ "url": "https://hub.example.org/r/abc", "valid_minutes": 30 }),
        Template::ResetUnknown => json!({ "sign_up_url": "https://hub.example.org/sign-up" }),
        Template::EmailChangedNotice | Template::PasswordChanged | Template::SessionReuse => {
            json!({ "at": "2026-11-22T09:09:45Z", "url": "https://hub.example.org/undo/abc" })
        }
        Template::AccountClosed => json!({ "at": "2026-11-22T09:09:45Z" }),
        Template::CaseChanged => event(CaseEvent::BallotOpened),
        Template::Digest => json!({
            "items": [event(CaseEvent::FilingAccepted), event(CaseEvent::DeadlineOverdue)],
            "url": "https://hub.example.org/me/news",
        }),
        Template::DeskMessage => json!({
            "case_number": "QS-2026-000123", "lines": ["请说明退款的到账时间。"],
            "url": "https://hub.example.org/answer?token=abc",
        }),
        Template::Filing => json!({
            "case_number": "QS-2026-000123",
            "operator": "某某卡盟",
            "channel": "某某卡盟客服投诉部",
            "members": 42,
            "amount_fen": 1_234_567,
            "demands": ["退还未到账的充值款 12,345.67 元", "说明未到账的原因"],
            "representatives": [{ "name": "王堃", "phone": "13800000000" }],
            "reply_url": "https://hub.example.org/answer/abc",
            "reply_by": "2026-12-01",
            "files": [{ "name": "投诉书.pdf", "sha256": "9f".repeat(32) }],
            "complaint_sha256": "ab".repeat(32),
            "evidence_root": "cd".repeat(32),
        }),
    }
}

/// A letter with those facts.
pub(super) fn letter(template: Template, locale: Locale) -> Envelope {
    Envelope {
        letter_id: "ltr_01JD8Z5W9X4Q".into(),
        to: "ann@example.com".into(),
        locale,
        template,
        facts: sample(template),
        unsubscribe_url: template.yields_to_discretion().then(|| STOP.into()),
        reply_to: None,
        discreet: false,
    }
}
