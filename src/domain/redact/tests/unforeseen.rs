//! Values behind words, in forms and in disguises that no list foresees.

use super::*;

#[test]
fn labels_are_known_by_how_they_end() {
    finds("核验码：7F3K9", &[(Kind::Secret, "7F3K9")]);
    finds("回访编号20240611887", &[(Kind::OrderNo, "20240611887")]);
    finds("拼购单号 M2024-0611-88", &[(Kind::OrderNo, "M2024-0611-88")]);
    for text in ["扫码付了1200元", "尺码180", "妆字号20190034", "换了8次座位号", "追溯码8801234567"]
    {
        leaves(text);
    }
}

#[test]
fn keys_of_programs_are_labels() {
    assert_eq!(
        hidden(r#"{"receiverName":"石敏","orderNo":"8812345678901","qq":"3456789"}"#),
        r#"{"receiverName":"【姓名1】","orderNo":"8812【订单1】8901","qq":"【QQ1】"}"#
    );
    assert_eq!(
        hidden("  userName: 张伟\n  id_card: A123456(3)"),
        "  userName: 【姓名1】\n  id_card: 【通行证1】"
    );
    finds("VALUES('石敏','13800138000')", &[(Kind::Name, "石敏"), (Kind::Mobile, "13800138000")]);
    finds("<td>微信</td><td>moon_77</td>", &[(Kind::Wechat, "moon_77")]);
    finds("my password is Sea#2024", &[(Kind::Secret, "Sea#2024")]);
    finds("Tracking No: 4312345678901", &[(Kind::TrackingNo, "4312345678901")]);
}

#[test]
fn tables_are_read_by_their_heads() {
    let text = "姓名\t订单号\t金额\n石岩\t240924-127264\t20240924\n泥云\t7745536441\t35";
    finds(
        text,
        &[
            (Kind::Name, "石岩"),
            (Kind::OrderNo, "240924-127264"),
            (Kind::Name, "泥云"),
            (Kind::OrderNo, "7745536441"),
        ],
    );
}

#[test]
fn numbers_behind_a_cue_however_they_are_set_apart() {
    finds("QQ：3345[67]89", &[(Kind::Qq, "3345[67]89")]);
    finds("扣扣9-9-2-3-1-7-4", &[(Kind::Qq, "9-9-2-3-1-7-4")]);
    finds("UID：五四七5九三9", &[(Kind::Account, "五四七5九三9")]);
    finds("保单号105「4923」24423949", &[(Kind::OrderNo, "105「4923」24423949")]);
    finds("QQ 334567 2024-01-02", &[(Kind::Qq, "334567")]);
    finds("护照G 7 1 6 0 0 5 0 6", &[(Kind::Passport, "G 7 1 6 0 0 5 0 6")]);
    finds("丢了W-87949405", &[(Kind::Permit, "W-87949405")]);
    finds("车牌川 G F C 4 7 6 0", &[(Kind::Plate, "川 G F C 4 7 6 0")]);
    leaves("执行QB/T 1333-2018");
}

#[test]
fn card_codes_without_a_digit() {
    finds("激活码：EZDXY-SJPNT-QMLSL", &[(Kind::Secret, "EZDXY-SJPNT-QMLSL")]);
    finds("卡号SW864-LEY5B-K85SZ", &[(Kind::Secret, "SW864-LEY5B-K85SZ")]);
    leaves("套餐3000，取片码没给");
}

#[test]
fn a_card_in_brackets_ends_with_them() {
    finds("给我（6222·6208·4469·3378）捌佰元", &[(Kind::BankCard, "6222·6208·4469·3378")]);
}

#[test]
fn exported_chats() {
    assert_eq!(
        hidden("2024-05-06 18:22:31 半夏(33456789)\n在吗\n2024-05-06 18:23:00 客服小美(1234567)"),
        "2024-05-06 18:22:31 【账号1】(【QQ1】)\n在吗\n2024-05-06 18:23:00 客服小美(【QQ2】)"
    );
    assert_eq!(
        hidden("吴婷  10:21\n@吴婷 到了\n没到 10:22"),
        "【姓名1】  10:21\n@【姓名1】 到了\n没到 10:22"
    );
    finds(
        "加我moon_2024，或者wxid_0wggu62n6r17mn",
        &[(Kind::Wechat, "moon_2024"), (Kind::Wechat, "wxid_0wggu62n6r17mn")],
    );
    leaves("推荐加RTX4060Ti，加100ml水");
}

#[test]
fn names_by_their_letters() {
    assert_eq!(hidden("给我母亲郑倩乐做体检"), "给我母亲【姓名1】做体检");
    assert_eq!(hidden("我母亲董 秀做体检，董秀说"), "我母亲【姓名1】做体检，【姓名1】说");
    assert_eq!(hidden("旅客1 安芸，旅客2、欧 阳 琮，"), "旅客1 【姓名1】，旅客2、【姓名2】，");
    assert_eq!(hidden("测量员石浩，花艺师：何静"), "测量员【姓名1】，花艺师：【姓名2】");
    assert_eq!(hidden("您向马雪付款，由刘倩派送"), "您向【姓名1】付款，由【姓名2】派送");
    assert_eq!(hidden("是她女儿古丽娜·肉孜的电话"), "是她女儿【姓名1】的电话");
    assert_eq!(hidden("⑷方涛 40元 13800138000"), "⑷【姓名1】 40元 【手机1】");
    assert_eq!(hidden("申雨远，生日：1990年4月11日"), "【姓名1】，生日：【生日1】");
    assert_eq!(hidden("舅妈裘若去成都华泽租赁有限公司"), "舅妈【姓名1】去成都华泽租赁有限公司");
    assert_eq!(hidden("请高敏老师联系韩梅的妈妈"), "请【姓名1】老师联系【姓名2】的妈妈");
    for text in [
        "孩子高兴坏了，老人安心养老，司机都知道",
        "儿童文学，司机：收到，学员：同意",
        "消费者主张平台内经营者赔偿",
        "乘客须提前两小时到达，代表人为二至五人",
        "给孩子的儿童节礼物.担心书多",
        "颜色：金黄；产地：安徽；城市：温州；状态：已签收",
        "姓名、电话、地址都填了",
    ] {
        leaves(text);
    }
}

#[test]
fn addresses_in_town_and_country() {
    for (text, address) in [
        ("住在平江县岭桥村十二组56号", "岭桥村十二组56号"),
        ("寄到安化县石店乡湾柳村委会湾家寨55号", "石店乡湾柳村委会湾家寨55号"),
        ("住址：路北区解放路甲778号龙湖天下", "解放路甲778号龙湖天下"),
        ("送到西陵区香樟一品A座1402，", "香樟一品A座1402"),
        ("地址 秦州区理工大学16号宿舍楼320\n", "理工大学16号宿舍楼320"),
        ("住址：密云区嘉和小镇26幢4单元2楼西户", "嘉和小镇26幢4单元2楼西户"),
        ("在海淀区华润丽都第8栋2003室。", "华润丽都第8栋2003室"),
        ("寄往海淀区迎春街和工业路交叉口银河府29栋1703", "迎春街和工业路交叉口银河府29栋1703"),
        ("收货地址：麒麟区阳光里二期18栋31层5，", "阳光里二期18栋31层5"),
    ] {
        finds(text, &[(Kind::Address, address)]);
    }
    for text in [
        "某某公司（统一社会信用代码91310115MA14843GGA，住所铁东区体育路78号）",
        "发货仓丁香路592号，门店地址：海淀区古城街8号",
        "我说2号楼的水好，她说还有一室一厅",
        "从1楼走到5楼，现在3楼和5楼在装修",
    ] {
        leaves(text);
    }
}

#[test]
fn values_in_other_shapes() {
    finds("定位 N22.46967 E122.34359", &[(Kind::Geo, "N22.46967 E122.34359")]);
    finds("在东经104.279度、北纬32.763度", &[(Kind::Geo, "东经104.279度、北纬32.763度")]);
    finds("33°5′9″N 95°33′7″E，2026-10-19", &[(Kind::Geo, "33°5′9″N 95°33′7″E")]);
    finds("从189[.]209[.]175[.]173登录", &[(Kind::Ip, "189[.]209[.]175[.]173")]);
    finds("MAC 5b3d.7a9c.bde9", &[(Kind::DeviceId, "5b3d.7a9c.bde9")]);
    finds("宅电0086-21-75836253", &[(Kind::Landline, "0086-21-75836253")]);
    finds("微信 m o o n _ 7 7，", &[(Kind::Wechat, "m o o n _ 7 7")]);
    finds("邮箱moon7【at】qq【dot】com", &[(Kind::Email, "moon7【at】qq【dot】com")]);
    finds("代收了。九六九三九幺拐拐拐四拐九幺", &[(Kind::OrderNo, "九六九三九幺拐拐拐四拐九幺")]);
    finds("寄了 78I55oo48994705", &[(Kind::OrderNo, "78I55oo48994705")]);
    finds("6 2 2 2 6 2 0 8 4 4 6 9 3 3 7 8 83379元", &[(Kind::BankCard, "6 2 2 2 6 2 0 8 4 4 6 9 3 3 7 8")]);
    leaves("红旗路口等，一二三四五六七，第五百五十五条");
}

#[test]
fn ends_of_values_go_too() {
    finds("坐标36.5447°N, 79.5546°E到", &[(Kind::Geo, "36.5447°N, 79.5546°E")]);
    finds("打051225065851转2789", &[(Kind::Landline, "051225065851转2789")]);
}
