# Las verificaciones que hicieron los teléfonos: dónde, cuándo, y lo que no cuadra.
office-nav-scans = Verificaciones
scans-title = Verificaciones de permisos
scans-from = Desde el
scans-until = Hasta el
scans-show = Mostrar
scans-pairs = Mismo permiso en lugares demasiado alejados
scans-pairs-lead = A más de { $speed } km/h: puede ser una copia.
scans-apart = { $kilometres } km en { $between }
scans-speed = { $speed } km/h
scans-no-time = al mismo tiempo
scans-flag = Demasiado lejos del anterior o del siguiente
scans-by-checkpoint = Por puesto de control y hora
scans-none = No hay verificaciones en esos días.
scans-checks = Verificaciones
scans-held = Válidos
scans-refused = No válidos
scans-flagged = Demasiado alejados
scans-busiest = Hora con más verificaciones
scans-figures = Ver las cifras
scans-hour-of-day = Hora del día
scans-hour = { $from }:00–{ $until }:00
scans-count = { $count ->
    [one] { $count } verificación
   *[other] { $count } verificaciones
  }
scans-chart-told = Barras por hora del día. La hora con más es { $hour }, con { $count }.
scans-of-permit = Verificaciones de este permiso
scans-of-permit-none = Ningún teléfono registrado lo verificó, o ya se borró.
scans-own = Cuándo se verificó
scans-own-lead = Lo ves tú y quien supervisa el servicio. Se borra después de { $length }.
scans-own-none = Todavía nadie lo verificó con un teléfono registrado.

office-nav-check = Verificar
by-hand-title = Verificar un permiso por su número
by-hand-lead = Escribe el número del papel. Verás lo mismo que dice el código. Cada búsqueda queda en el registro.
by-hand-another = Verificar otro
by-hand-compare = Pide el documento y compara los datos.
by-hand-office = Ver en la oficina
dates-reversed = El último día va antes que el primero: cambia uno de los dos.
scans-last-week = Esto es de los últimos siete días.
