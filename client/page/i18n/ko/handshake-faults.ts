import type { handshakeFaults as english } from '../en/handshake-faults.ts'

/** The faults of the handshake view, in Korean: what is sent, and why it comes out as it does. */
export const handshakeFaults: Readonly<Record<keyof typeof english, string>> = {
  faults: '결함 켜 보기',
  faultsLead:
    '이 컴퓨터의 서버에 일부러 틀린 답을 하게 할 수 있습니다. 결함을 하나 고르고, 원하면 결과를 예측한 뒤 켜 보세요. 페이지는 연결을 열어 hello를 보내고, 연결이 끝나면 다시 엽니다. 결함을 끄면 다음 시도부터 연결이 유지됩니다.',
  faultChoice: '결함',
  fault: '결함',
  open: '열림',
  closeCode: '종료 코드',
  clean: 'wasClean',
  outcome: '결과',
  predict: '브라우저는 어떻게 할까요?',
  noPrediction: '(예측하지 않음)',
  prediction: '내 예측',
  predictedRight: '✓ 맞음',
  predictedWrong: '✕ 결과가 다름',
  switchOn: '결함 켜기',
  switchOff: '결함 끄기',
  stop: '연결 그만두기',
  tried: '이 브라우저가 지금까지 한 일',
  did: '브라우저가 한 일',
  why: '이유',
  serverSaw: '서버가 본 종료',
  headDiffers: '보낸 것(+)과 보냈어야 하는 것(−)',
  headRight: '보낸 것: 헤더는 올바름',
  framesPassed: '그 뒤에 오간 것',
  consoleOnly:
    '페이지에는 이유를 알려 주지 않습니다. 스크립트가 그것으로 다른 서버를 엿볼 수 있기 때문입니다. 이유는 콘솔에만 있고, Chrome은 이렇게 씁니다:',
  consoleSilent: '이 경우 Chrome은 콘솔에 아무것도 쓰지 않습니다.',
  consoleExpected:
    '브라우저는 실패한 핸드셰이크와 잘못된 프레임을 모두 콘솔에 오류로 남기며, 어떤 페이지도 이를 막을 수 없습니다. /handshake/…에 대한 콘솔 오류는 예상된 것으로, 직접 켠 결함의 결과입니다.',
  'standing-idle': '연결하지 않은 상태입니다.',
  'standing-connecting': '{fault}: 연결하는 중, {attempt}번째 시도.',
  'standing-open': '{fault}: {attempt}번째 시도에서 열려 있음.',
  'standing-waiting': '{fault}: {attempt}번째 시도가 끝남. {seconds}초 뒤 다시 시도.',
  'outcome-pending': '아직 모름',
  'outcome-refused': '열리지 않음: error 다음에 close 1006',
  'outcome-failed': '열린 뒤 실패함: close 1006, wasClean이 false',
  'outcome-closed': '열린 뒤 정상적으로 닫힘',
  'outcome-works': '동작함: 대답이 옴',
  'end-client-end': '브라우저가 TCP 연결을 닫음',
  'end-server-end': 'close 프레임을 주고받은 뒤 서버가 TCP 연결을 닫음',
  'end-client-reset': '브라우저가 TCP 연결을 리셋함',
  'end-server-reset': '서버가 TCP 연결을 리셋함',

  'fault-none': '결함 없음',
  'fault-none-sent': '올바른 101, 그리고 hello에 대한 올바른 프레임.',
  'fault-none-why': '상태, Upgrade, Connection, accept가 모두 규칙대로이므로 연결이 열립니다.',
  'fault-wrong-accept': '다른 키의 accept',
  'fault-wrong-accept-sent': '형식은 맞지만 보낸 키가 아니라 RFC 예제에 나오는 키의 accept.',
  'fault-wrong-accept-why':
    '클라이언트는 자기 키의 accept를 계산하고, 다른 값이 오면 연결을 실패로 처리해야 합니다. 캐시에 남았거나 노트에서 베낀 답은 새 키에 맞을 수 없습니다.',
  'fault-no-accept': 'accept 없음',
  'fault-no-accept-sent': 'Sec-WebSocket-Accept가 없는 101.',
  'fault-no-accept-why': 'accept가 없는 것은 틀린 것과 같습니다. 클라이언트는 연결을 실패로 처리해야 합니다.',
  'fault-set-websocket-accept': 'Set-WebSocket-Accept',
  'fault-set-websocket-accept-sent': '값은 맞지만 노트에 가끔 나오는 이름: Sec- 대신 Set-.',
  'fault-set-websocket-accept-why':
    '모르는 필드는 무시되므로 accept가 빠진 셈입니다. Sec-에는 까닭이 있습니다. 이렇게 시작하는 요청 필드는 스크립트가 설정할 수 없습니다.',
  'fault-unasked-subprotocol': '요청하지 않은 서브프로토콜',
  'fault-unasked-subprotocol-sent': '페이지가 아무것도 제안하지 않았는데 서브프로토콜 chat.v2를 적은 101.',
  'fault-unasked-subprotocol-why':
    '서버는 제안받은 것 중에서만 고를 수 있습니다. 다른 것이 오면 클라이언트는 연결을 실패로 처리해야 합니다.',
  'fault-status-200': '상태 코드 200',
  'fault-status-200-sent': '필드는 모두 맞지만 101 Switching Protocols 대신 200 OK.',
  'fault-status-200-why': '101만이 프로토콜을 바꿉니다. 다른 상태는 평범한 HTTP 응답이지 웹소켓이 아닙니다.',
  'fault-no-upgrade': 'Upgrade 없음',
  'fault-no-upgrade-sent': 'Upgrade 필드가 없는 101.',
  'fault-no-upgrade-why':
    '101은 무엇으로 바꾸는지 말해야 합니다. Upgrade: websocket이 없으면 클라이언트는 연결을 실패로 처리해야 합니다.',
  'fault-wrong-connection': 'Connection: keep-alive',
  'fault-wrong-connection-sent': 'Connection에 Upgrade가 아니라 keep-alive.',
  'fault-wrong-connection-why':
    'Connection에는 Upgrade라는 말이 있어야 합니다. 업그레이드를 모르는 프록시는 이것을 지우거나 바꾸는데, 바로 그런 경우가 여기서 드러납니다.',
  'fault-hixie-frames': '0x00 … 0xFF 프레이밍',
  'fault-hixie-frames-sent': '올바른 핸드셰이크 다음에, 2010년 초안처럼 0x00과 0xFF 사이에 넣은 텍스트.',
  'fault-hixie-frames-why':
    '지금은 0x00이 헤더입니다. FIN 0, 옵코드 0, 곧 계속 프레임입니다. 이어질 메시지가 없으므로 클라이언트는 연결을 실패로 처리합니다.',
  'fault-masked-frame': '서버가 마스킹한 프레임',
  'fault-masked-frame-sent': '올바른 핸드셰이크 다음에, MASK 비트와 키가 있는 텍스트 프레임.',
  'fault-masked-frame-why':
    '마스킹은 클라이언트만 합니다. 서버의 프레임이 마스킹되어 있으면 클라이언트는 연결을 닫아야 합니다.',
  'fault-reserved-bit': '예약 비트가 켜짐',
  'fault-reserved-bit-sent': '올바른 핸드셰이크 다음에, 합의한 확장이 없는데 RSV1을 켠 텍스트 프레임.',
  'fault-reserved-bit-why':
    '브라우저는 압축을 제안했지만 서버가 받아들이지 않았습니다. 그래서 RSV1에는 아무 뜻이 없고, 연결을 실패로 처리해야 합니다.',
  'fault-bad-utf8': 'UTF-8이 아닌 텍스트',
  'fault-bad-utf8-sent': '올바른 핸드셰이크 다음에, é의 두 바이트 중간에서 끊긴 텍스트 프레임.',
  'fault-bad-utf8-why':
    '텍스트는 UTF-8이고 메시지 전체로 검사합니다. RFC에는 이를 위한 코드 1007이 있습니다. 브라우저가 실제로 보낸 close 프레임의 코드를 확인해 보세요.',
  'fault-fragmented': '조각난 메시지(허용됨)',
  'fault-fragmented-sent': '대답을 세 조각으로 나누고 마지막에만 FIN을 켜며, 조각 사이에 ping을 끼움.',
  'fault-fragmented-why':
    '결함이 아닙니다. 메시지는 어디서든 나눌 수 있고, 제어 프레임은 조각 사이에 올 수 있습니다. 페이지는 메시지 하나를 받고, ping에는 브라우저가 알아서 답합니다.',
  'fault-close-4000': '코드 4000과 이유를 담아 닫기',
  'fault-close-4000-sent': '코드 4000과 이유를 담은 close 프레임.',
  'fault-close-4000-why':
    '4000~4999는 애플리케이션이 정해서 쓰는 범위입니다. 정상적인 종료이므로 페이지는 코드와 이유를 받고 wasClean은 true입니다.',
  'fault-close-without-code': '코드 없이 닫기',
  'fault-close-without-code-sent': '페이로드가 빈 close 프레임.',
  'fault-close-without-code-why':
    '허용됩니다. 페이지에는 1005(상태를 받지 못함)라고 나오는데, 이 코드는 프레임에 실리는 일이 없고 코드가 없었다는 뜻입니다.',
  'fault-reset': 'TCP 리셋',
  'fault-reset-sent': 'close 프레임 없이, 클라이언트의 첫 메시지 뒤에 TCP 연결을 리셋.',
  'fault-reset-why':
    'close 프레임이 없으면 코드는 1006이고(역시 프레임에 실리지 않는 코드) wasClean은 false입니다. 플러그가 뽑히면 리셋조차 오지 않아서, 페이지가 스스로 확인하기 전에는 아무것도 알 수 없습니다.',
}
