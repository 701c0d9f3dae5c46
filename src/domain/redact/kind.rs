//! What a hidden value is.

use serde::{Deserialize, Serialize};

/// The kind of a personal value, as it is labelled in spans and placeholders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Kind {
    /// A natural person's name.
    Name,
    /// A mainland resident identity number, 15 or 18 characters.
    IdCard,
    /// A mainland passport number.
    Passport,
    /// A travel or residence permit of Hong Kong, Macau or Taiwan.
    Permit,
    /// A mobile number, with or without its country code.
    Mobile,
    /// A private fixed line.
    Landline,
    /// An e-mail address.
    Email,
    /// A WeChat id.
    Wechat,
    /// A QQ number.
    Qq,
    /// A member name, game UID or other platform account.
    Account,
    /// A postal address from the street, village or estate on.
    Address,
    /// A bank card or bank account number.
    BankCard,
    /// An order, invoice, policy or contract number.
    OrderNo,
    /// A payment transaction number.
    PayNo,
    /// A parcel's waybill number.
    TrackingNo,
    /// A vehicle's number plate.
    Plate,
    /// A card code, password, one-time code or pick-up code.
    Secret,
    /// An IPv4 or IPv6 address.
    Ip,
    /// An IMEI, MAC address or advertising id.
    DeviceId,
    /// The value of a credential in a link.
    UrlToken,
    /// A date of birth.
    Dob,
    /// A pair of coordinates.
    Geo,
}

impl Kind {
    /// Every kind, in the order of declaration.
    pub const ALL: [Self; 22] = [
        Self::Name,
        Self::IdCard,
        Self::Passport,
        Self::Permit,
        Self::Mobile,
        Self::Landline,
        Self::Email,
        Self::Wechat,
        Self::Qq,
        Self::Account,
        Self::Address,
        Self::BankCard,
        Self::OrderNo,
        Self::PayNo,
        Self::TrackingNo,
        Self::Plate,
        Self::Secret,
        Self::Ip,
        Self::DeviceId,
        Self::UrlToken,
        Self::Dob,
        Self::Geo,
    ];

    /// The stable name used in files and over the wire, such as `ID_CARD`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "NAME",
            Self::IdCard => "ID_CARD",
            Self::Passport => "PASSPORT",
            Self::Permit => "PERMIT",
            Self::Mobile => "MOBILE",
            Self::Landline => "LANDLINE",
            Self::Email => "EMAIL",
            Self::Wechat => "WECHAT",
            Self::Qq => "QQ",
            Self::Account => "ACCOUNT",
            Self::Address => "ADDRESS",
            Self::BankCard => "BANK_CARD",
            Self::OrderNo => "ORDER_NO",
            Self::PayNo => "PAY_NO",
            Self::TrackingNo => "TRACKING_NO",
            Self::Plate => "PLATE",
            Self::Secret => "SECRET",
            Self::Ip => "IP",
            Self::DeviceId => "DEVICE_ID",
            Self::UrlToken => "URL_TOKEN",
            Self::Dob => "DOB",
            Self::Geo => "GEO",
        }
    }

    /// The word shown to readers inside a placeholder, such as `手机`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::IdCard => "身份证",
            Self::Passport => "护照",
            Self::Permit => "通行证",
            Self::Mobile => "手机",
            Self::Landline => "座机",
            Self::Email => "邮箱",
            Self::Wechat => "微信",
            Self::Qq => "QQ",
            Self::Account => "账号",
            Self::Address => "地址",
            Self::BankCard => "银行卡",
            Self::OrderNo => "订单",
            Self::PayNo => "支付单",
            Self::TrackingNo => "运单",
            Self::Plate => "车牌",
            Self::Secret => "密码",
            Self::Ip => "IP",
            Self::DeviceId => "设备",
            Self::UrlToken => "令牌",
            Self::Dob => "生日",
            Self::Geo => "坐标",
        }
    }

    /// Whether readers must still be able to recognise the value, so that its ends stay in sight.
    pub(super) fn keeps_ends(self) -> bool {
        matches!(self, Self::OrderNo | Self::PayNo | Self::TrackingNo)
    }
}
