"""Sunday evening, a storm is announced: an emergency programme on one page, agreed by one side, its clock running."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from phoihop.activities.programmes import actions as programmes
from phoihop.activities.programmes.models import Programme
from phoihop.activities.programmes.texts import fingerprint_of
from phoihop.core.actions import perform
from phoihop.core.who import Actor
from phoihop.directory.models import Organisation

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def storm(bodies: dict[str, Organisation], people: dict[str, Actor]) -> Programme:
    """Drafted by the office at half past eight, agreed by the Front's letter an hour later."""
    made = perform(
        programmes.draft_emergency, actor=people["chuyenvien"], at=datetime(2027, 8, 1, 20, 30, tzinfo=HERE),
        about="ứng phó bão số 3", parties=[bodies["UBND"], bodies["MTTQ"]],
        need="Dự báo bão số 3 ảnh hưởng địa bàn từ chiều 03/8/2027; tổ dân phố 6, 9 và bãi ven sông phải di dời trước 12 giờ.",
        contents=[
            "Rà soát, di dời hộ ở nhà yếu, bãi ven sông", "Mở trường THCS Minh Tân làm nơi ở tạm, bố trí suất ăn",
            "Vận động, tiếp nhận, phân phối hàng cứu trợ; công khai từng đợt",
        ],
        duties="UBND phường: chỉ huy, di dời, nơi ở tạm; trực tại Văn phòng.\n"
        "Ủy ban MTTQ phường: vận động, tiếp nhận, phân phối; Ban công tác Mặt trận mỗi tổ một người trực.",
    )  # fmt: skip
    agreed: Programme = perform(
        programmes.agree, made, actor=people["mattran"], at=datetime(2027, 8, 1, 21, 40, tzinfo=HERE),
        fingerprint=fingerprint_of(made), paper="Trao đổi trực tiếp tối 01/8/2027, Chủ tịch UBMTTQ đồng ý",
    )  # fmt: skip
    return agreed
