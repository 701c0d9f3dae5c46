//! Rules by example, and what must hold for any text.

use proptest::prelude::*;

use super::*;

mod unforeseen;
mod wider;

fn hidden(text: &str) -> String {
    redact(text, &Known::nothing(), &mut InOrder::default()).text.into_string()
}

/// The values found in a text, with their kinds.
fn values(text: &str) -> Vec<(Kind, String)> {
    let letters: Vec<char> = text.chars().collect();
    let value = |span: &Span| (span.kind, letters[span.start..span.end].iter().collect());
    find(text, &Known::nothing()).iter().map(value).collect()
}

#[track_caller]
fn finds(text: &str, wanted: &[(Kind, &str)]) {
    let wanted: Vec<(Kind, String)> =
        wanted.iter().map(|(kind, value)| (*kind, (*value).to_owned())).collect();
    assert_eq!(values(text), wanted, "{text}");
}

#[track_caller]
fn leaves(text: &str) {
    finds(text, &[]);
}

#[test]
fn a_mobile_in_any_disguise() {
    for way in [
        "13800138000",
        "138-0013-8000",
        "138 0013 8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "（138）0013 8000",
        "138.0013.8000",
        "138_0013_8000",
        "138·0013·8000",
        "1380013\n8000",
        "１３８００１３８０００",
        "①③⑧⓪⓪①③⑧⓪⓪⓪",
        "𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎",
        "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣",
        "138\u{200b}0013\u{200b}8000",
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
        "壹叁捌零零壹叁捌零零零",
        "13八00一38零00",
        "l38OOl38OOO",
        "+86 138 0013 8000",
        "0086-13800138000",
    ] {
        finds(&format!("打{way}找我"), &[(Kind::Mobile, way)]);
        assert_eq!(
            hidden(&format!("手机：{way}。再说一次13800138000")),
            "手机：【手机1】。再说一次【手机1】"
        );
    }
}

#[test]
fn numbers_with_a_check_digit() {
    finds("号码43010419730519690 9", &[(Kind::IdCard, "43010419730519690 9")]);
    finds("身份证44060419780823008x", &[(Kind::IdCard, "44060419780823008x")]);
    finds("110105491231002", &[(Kind::IdCard, "110105491231002")]);
    finds("卡6222 6208 4469 3378", &[(Kind::BankCard, "6222 6208 4469 3378")]);
    finds("设备863289759605871", &[(Kind::DeviceId, "863289759605871")]);
    finds("证件A123456(3)", &[(Kind::Permit, "A123456(3)")]);
    finds("身分證A123456789", &[(Kind::Permit, "A123456789")]);
    leaves("商品编号6228480387859889731已被下架");
    leaves("条形码6950962255342");
    leaves("统一社会信用代码91310115MA14843GGA");
}

#[test]
fn papers_and_plates() {
    finds("护照：EY8218835", &[(Kind::Passport, "EY8218835")]);
    finds("通行证C62202030", &[(Kind::Permit, "C62202030")]);
    finds("台胞证号12345678", &[(Kind::Permit, "12345678")]);
    finds("车牌京A·9885U", &[(Kind::Plate, "京A·9885U")]);
    finds("开的是粤ADJ0213", &[(Kind::Plate, "粤ADJ0213")]);
    leaves("豫ICP备69065601号");
    leaves("批次L20240315");
}

#[test]
fn values_behind_a_cue() {
    finds("微信：star52104", &[(Kind::Wechat, "star52104")]);
    finds("加V：abc_123", &[(Kind::Wechat, "abc_123")]);
    finds("QQ 3 3 0 7 7 3 0 0 6", &[(Kind::Qq, "3 3 0 7 7 3 0 0 6")]);
    finds("旺旺号是追风_8461", &[(Kind::Account, "追风_8461")]);
    finds("卡密：4HFM-ZDJ4-9P4N-9HD6", &[(Kind::Secret, "4HFM-ZDJ4-9P4N-9HD6")]);
    finds("取件码14-3-0350，请领取", &[(Kind::Secret, "14-3-0350")]);
    finds("548538是您的验证码", &[(Kind::Secret, "548538")]);
    finds("出生日期：1992.02.25", &[(Kind::Dob, "1992.02.25")]);
    finds("1992年2月25日出生", &[(Kind::Dob, "1992年2月25日")]);
    finds("坐标30.274150,120.155150", &[(Kind::Geo, "30.274150,120.155150")]);
    finds("登录IP 203.0.113.9", &[(Kind::Ip, "203.0.113.9")]);
    leaves("密码错误，请重置密码");
    leaves("微信支付了199元");
    leaves("账号被封了");
    leaves("版本号7.1.57.87");
}

#[test]
fn orders_keep_their_ends() {
    assert_eq!(hidden("订单DD2025042331445111未发货"), "订单DD20【订单1】5111未发货");
    assert_eq!(hidden("单号：M202 5011 3440 3781 766"), "单号：M202【订单1】1766");
    assert_eq!(hidden("发票号码25128843"), "发票号码【订单1】");
    assert_eq!(
        hidden("订单号：297498634879、324357219418927622"),
        "订单号：2974【订单1】4879、3243【订单2】7622"
    );
}

#[test]
fn a_code_in_groups_is_one_value() {
    finds("订单号：DD20250423\n31445111\n金额：100元", &[(Kind::OrderNo, "DD20250423\n31445111")]);
    finds("单号DD20(2504)2331445111。", &[(Kind::OrderNo, "DD20(2504)2331445111")]);
    finds("卡密 4HFM ZDJ4 9P4N 9HD6 不能用", &[(Kind::Secret, "4HFM ZDJ4 9P4N 9HD6")]);
    finds("验证码5四8五3八", &[(Kind::Secret, "5四8五3八")]);
    finds(
        "订单DD2025042331445111（13812345678）",
        &[(Kind::OrderNo, "DD2025042331445111"), (Kind::Mobile, "13812345678")],
    );
}

#[test]
fn mail_addresses() {
    for way in [
        "a.b02@qq.com",
        "a.b02＠qq.com",
        "a.b02 @ qq.com",
        "a.b02(at)qq.com",
        "a.b02[at]qq[dot]com",
        "a.b02艾特qq点com",
        "a.b02#qq.com",
    ] {
        finds(&format!("邮箱{way}，请回"), &[(Kind::Email, way)]);
    }
    leaves("客服邮箱zhang@firm.example");
    leaves("写信给kefu@firm.example");
}

#[test]
fn links_lose_only_their_credentials() {
    leaves("链接https://www.firm.example/item/199645。");
    assert_eq!(
        hidden("https://m.firm.example/reset?uid=1&token=qQ2vpGKAvMCF#top"),
        "https://m.firm.example/reset?uid=1&token=【令牌1】#top"
    );
}

#[test]
fn addresses_from_the_street_on() {
    finds(
        "住址：浙江省杭州市西湖区和平路617号锦绣江南14-4-2402。",
        &[(Kind::Address, "和平路617号锦绣江南14-4-2402")],
    );
    finds("收货地址：沈阳市和平区大岭街道下洋村6组77号", &[(Kind::Address, "大岭街道下洋村6组77号")]);
    leaves("公司地址江苏省南京市鼓楼区滨河路129号");
    leaves("客服电话800-810-1860");
}

#[test]
fn names_behind_a_cue_and_again() {
    assert_eq!(hidden("收货人：欧阳怡，请欧 阳 怡女士签收"), "收货人：【姓名1】，请【姓名1】女士签收");
    assert_eq!(hidden("我叫张伟，张伟先生是我"), "我叫【姓名1】，【姓名1】先生是我");
    assert_eq!(hidden("姓名 张 小 明 电话"), "姓名 【姓名1】 电话");
    assert_eq!(hidden("王芳 13800138000"), "【姓名1】 【手机1】");
    assert_eq!(hidden("派件员张强13900001111"), "派件员【姓名1】【手机1】");
    assert_eq!(
        hidden("同学刘洋和陈晨都没收到，刘洋损失200元"),
        "同学【姓名1】和【姓名2】都没收到，【姓名1】损失200元"
    );
    assert_eq!(hidden("户名：阿卜杜拉·买买提。"), "户名：【姓名1】。");
    assert_eq!(hidden("【某某店】张芳您好，已发货"), "【某某店】【姓名1】您好，已发货");
}

#[test]
fn what_only_looks_like_a_name() {
    for text in [
        "我叫了客服三次",
        "我是高级会员，请处理",
        "我是金牌会员",
        "联系人：客服",
        "买家：马上退款",
        "卖家：方便的话撤诉",
        "收款方：苏州拓海教育科技有限公司",
        "陈记牛腩口味",
        "马上到外卖",
        "私教是史小姐",
        "孩子高中在读",
        "投诉人于2024年1月2日付款",
        "我是于2025年1月购买的，我是宁波人，我是安卓用户",
        "联系人：王先生，客户经理高某说方总同意了",
        "让人高兴，本人左手受伤，请安排退款，马上处理",
        "品牌名：金龙鱼，商户：周大福",
        "收件人：仓库，收货人：同上，姓名：保密",
    ] {
        leaves(text);
    }
}

#[test]
fn facts_of_a_complaint_stay() {
    for text in [
        "2025-01-26 14:19:42付了人民币1,280.00元",
        "视频播放量13489711351次",
        "客服热线400-531-5951，12315，95267",
        "《产品质量法》第四十条",
        "食品经营许可证JY24403053687487，执行标准GB/T 18401-2010",
        "时间戳1730405733，错误码 40013",
        "客服座机：0592-31335036",
        "等了27天，86人登记，退一赔三",
        "货品编码6228480387859889731，访问量 13489711351",
        "订单 3 件 2500 元，订单共计 12000 元，订单 1-2 天发货",
        "驱动版本31.0.15.2，室温25°，电压220V，规格500ml*12瓶",
        "银行卡尾号5678，身份证后四位0021，手机138****5678",
        "退货寄回地址：义乌市丹溪北路88号",
        "单号是多少？密码是什么？账号是不是被封了？",
    ] {
        leaves(text);
    }
}

#[test]
fn known_values_win() {
    let people = [(Kind::Name, "青山"), (Kind::Account, "moon-77")];
    let known = Known::of(people, ["13900000000", "kefu-wang@qq.com"]);
    let shown = |text: &str| redact(text, &known, &mut InOrder::default()).text.into_string();
    assert_eq!(shown("青 山的号是 moon 77"), "【姓名1】的号是 【账号1】");
    assert_eq!(shown("热线139-0000-0000，kefu-wang@qq.com"), "热线139-0000-0000，kefu-wang@qq.com");
}

#[test]
fn placeholders_stay_as_they_are() {
    for text in [
        "【手机1】",
        "订单DD20【订单1】5111",
        "收货人【姓名1】，电话【手机12,345】",
        "【手机",
        "【密码1】abcd【订单2】",
    ] {
        assert_eq!(hidden(text), text);
    }
}

/// Texts of the pieces that rules look at, put together at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "1",
        "3",
        "8",
        "0",
        "13800138000",
        "6222620844693378",
        "43010419730519690",
        "X",
        "O",
        "l",
        "一",
        "幺",
        "②",
        "1️⃣",
        "-",
        " ",
        ".",
        "\n",
        "(",
        ")",
        "@",
        "qq.com",
        "(at)",
        "订单号",
        "：",
        "DD2025042331445111",
        "收货人",
        "张伟",
        "张",
        "伟",
        "电话",
        "手机",
        "，",
        "。",
        "我叫",
        "【手机1】",
        "【订单1】",
        "【",
        "】",
        "密码",
        "abc123",
        "微信",
        "QQ",
        "地址",
        "和平路617号",
        "3单元",
        "京A",
        "12345",
        "年",
        "月",
        "2024",
        "https://a.example/?token=",
        "&",
        "=",
        "::",
        "ab",
        "203.0.113.9",
        "\u{200b}",
        "先生",
        "您好",
        "、",
        "和",
        "省",
        "市",
        "区",
        "A123456(3)",
        "姓名,电话\n",
        "\t",
        "|",
        ",",
        "<td>",
        "</td>",
        "加",
        "wxid_0wggu62n6r17mn",
        "旅客1",
        "设计师",
        "报案编号",
        "核验码",
        "向",
        "付款",
        "的妈妈",
        "10:21",
        "甲12号",
        "村",
        "十",
        "转",
        "°N",
        "·",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn sound(text: &str) {
    let length = text.chars().count();
    let done = redact(text, &Known::nothing(), &mut InOrder::default());
    let mut last = 0;
    for span in &done.spans {
        assert!(last <= span.start && span.start < span.end && span.end <= length, "{span:?} in {text:?}");
        last = span.end;
    }
    let again = redact(done.text.as_str(), &Known::nothing(), &mut InOrder::default());
    assert_eq!(again.text, done.text, "from {text:?}");
    assert!(again.spans.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_redacted_soundly(text in any::<String>()) {
        sound(&text);
    }

    #[test]
    fn any_pieces_are_redacted_soundly(text in pieces()) {
        sound(&text);
    }

    #[test]
    fn a_mobile_never_stays(second in 3u8..=9, rest in "[0-9]{9}", gap in "[ .-]?") {
        prop_assume!(telephone::mainland_mobile(&format!("1{second}{rest}").bytes().map(|b| b - b'0').collect::<Vec<_>>()));
        let text = format!("电话1{second}{}{gap}{}{gap}{}，谢谢", &rest[..1], &rest[1..5], &rest[5..]);
        prop_assert_eq!(hidden(&text), "电话【手机1】，谢谢");
    }
}
